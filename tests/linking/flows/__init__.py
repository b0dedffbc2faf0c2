"""Programs, each for one way that a client takes through code. The lines without a mark are as much of the test."""
