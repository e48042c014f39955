"""The questions a case is asked, one package each; none knows of another."""
