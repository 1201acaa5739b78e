package etl

// enterpriseColumn is the column of a record that names an enterprise, and the fact that knows them.
const enterpriseColumn = "enterprise"
