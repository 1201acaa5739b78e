// Package webhook posts messages to addresses of other programs: as signed JSON, or as Markdown to the group robots of 企业微信 and
// 钉钉.
package webhook
