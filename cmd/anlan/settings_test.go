package main

import (
	"strings"
	"testing"
)

// The configuration that is printed goes into tickets: no password and no key of an address stands in it.
func TestPrintedSettingsHoldNoSecrets(t *testing.T) {
	c := defaultConfig()
	c.Notices.Webhook, c.Notices.Secret = "https://user:pw1@qyapi.weixin.qq.com/cgi-bin/pw2/send?key=pw3", "pw4"
	c.State.URL = "postgres://anlan:pw5@db:5432/anlan?password=pw6&sslmode=require"
	c.Warehouse.URL = "https://anlan:pw7@db:8443/anlan"
	text := settingsYAML(&c)
	for _, want := range []string{"webhook: 'https://qyapi.weixin.qq.com/***'", "secret: '***'", "sslmode=require", "anlan:xxxxx@db:8443"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s:\n%s", want, text)
		}
	}
	if strings.Contains(text, "pw") {
		t.Errorf("it holds a secret:\n%s", text)
	}
}
