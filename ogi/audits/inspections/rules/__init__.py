"""Rules of inspections: kinds and states, who may inspect, and how tenants are drawn."""
