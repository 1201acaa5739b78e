// Package dispatch takes a bulletin from its draft to the issued document: 拟稿, 核稿, 签发, 编号, and the correction that
// supersedes it. What is issued is kept as bytes that never change: figures, texts, renderings and their SHA-256.
package dispatch
