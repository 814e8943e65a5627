"""The reader that asks a chat model: schema and question go out, SQL comes back, and nothing of it is trusted."""
