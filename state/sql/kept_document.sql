SELECT body FROM {kept}_document WHERE sha256 = $1
