"""WEBHOOKS: changes posted as they happen, by the Standard Webhooks specification (standardwebhooks.com).

The change log is the outbox: a change is logged in the transaction that makes it, never goes away, and each webhook
remembers up to which number everything was delivered. So nothing can be lost, and delivering again is going back.
"""
