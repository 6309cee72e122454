"""An independent, naive and exact evaluator of chamdiem documents, for checking the engine against."""
