"""What an SDK's release holds, read off its wheel without importing or running any of it."""
