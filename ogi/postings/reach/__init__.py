"""How often each posting is opened on the portal, by day; of nobody is anything kept."""
