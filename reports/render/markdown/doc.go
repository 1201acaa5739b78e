// Package markdown prints a document as GitHub-flavoured Markdown: for mail, chat and version control. Charts are printed as tables;
// with an appendix every figure has a footnote that tells where it comes from.
package markdown
