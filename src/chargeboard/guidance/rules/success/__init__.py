"""Do drivers get energy here? Of one figure either good or bad is said."""
