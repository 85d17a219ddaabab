"""The page of alerts: what lasts, rules and what they would have told, and where alerts are sent."""
