"""What a language model is told, one file for each call. There is none yet."""
