// Package result keeps the results of assessments (考核结果) from their computation to their publication: 初评, 反馈, 申诉复核, 审定,
// 公布.
//
// A run is computed once and stored whole, as a document whose bytes are never computed again. What happens to it are acts of
// persons, which are only added: each names who did it and when. Where a run stands, what it is worth and what a caller may see
// of it follows from the document and the acts alone, so that neither later records nor later schemes nor later programs change it.
package result
