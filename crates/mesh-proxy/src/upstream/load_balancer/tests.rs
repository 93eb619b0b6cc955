//! Load balancers over whole clusters.
