"""Question -> plan -> validated SQL -> rows -> answer. Knows no screen and draws nothing."""
