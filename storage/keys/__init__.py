"""The key of an encrypted study, and the companion file that gives it to those who know a password.

A study is encrypted by SQLCipher with a random key (``data_key``). The companion ``study.titrant-keys`` holds that key
once for each user, wrapped by their password (``wrapping``), and the failed log-ins (``failed_log_ins``). The verbs on
it are those of ``storage.keys.key_store.KeyStore``; without the companion the printed recovery key (``recovery``) opens
the study.
"""
