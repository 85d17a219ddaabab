"""A log that another system writes, of any form that `import` reads and that grows."""

from chargeboard.capture.feeds.log.log import KIND as KIND
