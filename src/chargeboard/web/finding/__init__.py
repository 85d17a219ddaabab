"""Where is it? One field that leads to any charger, site and page; in a browser it comes with Ctrl-K."""
