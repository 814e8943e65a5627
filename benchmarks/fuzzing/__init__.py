"""What `benchmarks/fuzz.py` throws at the gate and at the file reader, and how it tells what became of it."""
