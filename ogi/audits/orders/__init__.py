"""Findings, orders to put them right, answers, re-checks, closing."""
