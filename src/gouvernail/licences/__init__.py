"""The licence to publish: what a person may do on an account, computed from what they hold."""
