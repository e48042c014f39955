"""The nouns of a negotiation: frozen values, without files, arrays or solvers."""
