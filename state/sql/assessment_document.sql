SELECT body FROM assessment_document WHERE sha256 = $1
