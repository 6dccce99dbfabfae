//! What stands in for `watch` in a build that cannot connect: no flag, and nothing to watch.
