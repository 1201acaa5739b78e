// Package reports answers the questions of the field that have a name. Its folders hold one each; none of them writes SQL:
// they ask the warehouse for figures and apply rules that are data.
//
//   - scheme: a scheme (考核细则) marks subjects: pure computation, nothing is asked
//   - assessment: who ranks where and why (考核排名): figures from the warehouse, peers, what they may see
//   - result: what people publish of it (考核结果): acts of persons on documents whose bytes never change
//   - risk: the risk map (风险分布图): models, areas, sectors, enterprises
//   - alert: signals (预警) on the same figures
//   - geo: the shapes of regions, for maps
//   - versions: keeps them by name and the day from which they hold
//   - strictyaml: reads the files that rules are written in
package reports
