"""Findings put in plain words: judgements in order of importance, each with what it rests on."""
