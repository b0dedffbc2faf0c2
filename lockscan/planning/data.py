"""How data that stays at a vendor is brought along, by the capability that keeps it."""

ROUTES = {
    "embeddings": (
        "Compute every stored vector again with the new model, into an index of its own; move reading to it in "
        "one go, and drop the old index after that. Keep the model's name and the dimension beside each vector: "
        "vectors of two models cannot be compared, even where their dimensions are equal."
    ),
    "vector_store": (
        "Export ids, vectors and metadata page by page, load them into the new store, and compare counts and the "
        "best results for a few queries before reading moves. While the embedding model stays, so do the vectors."
    ),
    "hosted_retrieval": (
        "Keep the source documents in a store of your own, chunk and index them again, and compare what a set of "
        "questions finds before reading moves."
    ),
    "server_state": (
        "From now on write every message to a store of your own as well; fetch what must survive while the vendor "
        "still serves it; then send the history with each request, and stop keeping it at the vendor."
    ),
    "files": (
        "Keep the originals in a store of your own under ids of your own; upload again where the target wants a file."
    ),
    "fine_tuning": (
        "Save the training and validation files; train again on them, and evaluate: neither weights nor names of "
        "models carry over."
    ),
    "hosted_code": "Fetch the files that containers hold; they expire.",
    "hosted_prompts": "Copy each prompt, with the version in use, into a file of the repository.",
    "agents": "Write agent definitions down as code: instructions, tools, model. Issue new credentials.",
    "tracing": (
        "Send new traces to both places for a while; export old ones that someone still reads, feedback included."
    ),
    "evaluation": "Export datasets and expected answers to files; results of old runs are history, not input.",
    "guardrails": (
        "Write each policy down with examples that it must stop and must let through; rebuild it from those."
    ),
    "deployment": "Write the settings of each deployment down as code, and make it anew at the target.",
    "speech": "Choose a voice at the target; those made at the vendor stay there.",
    "video_generation": "Fetch the finished videos; links to them expire.",
}
"""What to do, by capability."""

OTHERWISE = "Export it while the vendor still serves it, load it at the target, and compare before reading moves."
