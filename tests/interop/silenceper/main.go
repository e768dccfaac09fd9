// Gets an account to authorize, with the means of silenceper/wechat and against the mock at $WXOPEN_MOCK.
// Prints where it takes pushes, then what tests/interop/README.md says. It must never print a secret.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	wechat "github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/openplatform"
	"github.com/silenceper/wechat/v2/openplatform/config"
	"github.com/silenceper/wechat/v2/util"
	"github.com/sirupsen/logrus"
)

const (
	patience = 30 * time.Second
	back     = "https://platform.example/back"
)

type platform struct {
	*openplatform.OpenPlatform
	pushed chan *message.MixMessage
}

func main() {
	// The library prints every push that it opens.
	logrus.SetOutput(io.Discard)
	util.SetURIModifier(toMock)
	p := platform{
		wechat.NewWechat().GetOpenPlatform(&config.Config{
			AppID:          "wx-platform",
			AppSecret:      "the secret",
			Token:          "the token",
			EncodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
			Cache:          cache.NewMemory(),
		}),
		make(chan *message.MixMessage, 8),
	}
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	go func() { log.Fatal(http.Serve(listener, http.HandlerFunc(p.take))) }()
	fmt.Printf("http://%s/\n", listener.Addr())

	ticket := p.wait()
	fmt.Printf("pushed: %s\n", ticket.InfoType)
	must(p.SetComponentAccessToken(context.Background(), ticket.ComponentVerifyTicket))
	p.authorize(must(p.GetComponentLoginPage(back, 3, "")))
	p.authorize(must(p.GetBindComponentURL(back, 3, "")))
	fmt.Printf("listed: %v\n", p.list()["total_count"])
}

// Takes a push.
func (p platform) take(writer http.ResponseWriter, request *http.Request) {
	server := p.GetServer(request, writer)
	server.SetMessageHandler(func(event *message.MixMessage) *message.Reply {
		p.pushed <- event
		fmt.Fprint(writer, "success")
		return nil
	})
	if err := server.Serve(); err != nil {
		log.Print(err)
	}
}

func (p platform) wait() *message.MixMessage {
	select {
	case event := <-p.pushed:
		return event
	case <-time.After(patience):
		log.Fatal("nothing is pushed")
		return nil
	}
}

func (p platform) authorize(page string) {
	code := visit(toMock(page))
	event := p.wait()
	fmt.Printf("pushed: %s of %s\n", event.InfoType, event.AuthorizerAppid)
	given := must(p.QueryAuthCode(code))
	sets := []string{}
	for _, granted := range given.FuncInfo {
		sets = append(sets, fmt.Sprint(granted.FuncscopeCategory.ID))
	}
	fmt.Printf("traded: %s grants [%s]\n", given.Appid, strings.Join(sets, ", "))
	must(p.QueryAuthCode(event.AuthorizationCode))
	refreshed := must(p.RefreshAuthrToken(given.Appid, given.RefreshToken))
	fmt.Printf("refreshed: access token %s, refresh token %s\n",
		compared(given.AccessToken, refreshed.AccessToken),
		compared(given.RefreshToken, refreshed.RefreshToken))
	token := must(p.GetAuthrAccessToken(given.Appid))
	answer := post("/cgi-bin/open/get?access_token="+token, map[string]any{})
	fmt.Printf("called: %v\n", answer["errcode"])
	profile, _, err := p.GetAuthrInfo(given.Appid)
	must(profile, err)
	fmt.Printf("read: %s %s\n", profile.NickName, profile.UserName)
}

// The library cannot list accounts.
func (p platform) list() map[string]any {
	token := must(p.GetComponentAccessToken())
	body := map[string]any{"component_appid": p.AppID, "offset": 0, "count": 500}
	return post("/cgi-bin/component/api_get_authorizer_list?component_access_token="+token, body)
}

// The code that the authorization page sends a browser back with.
func visit(page string) string {
	client := http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer := must(client.Get(page))
	defer answer.Body.Close()
	return must(url.Parse(answer.Header.Get("Location"))).Query().Get("auth_code")
}

func post(target string, body map[string]any) map[string]any {
	text := must(util.PostJSON("https://api.weixin.qq.com"+target, body))
	var answer map[string]any
	must(0, json.Unmarshal(text, &answer))
	return answer
}

func compared(before, after string) string {
	if before == after {
		return "same"
	}
	return "other"
}

// Leads every address of WeChat to the mock.
func toMock(address string) string {
	for _, host := range []string{"https://api.weixin.qq.com", "https://mp.weixin.qq.com"} {
		address = strings.Replace(address, host, os.Getenv("WXOPEN_MOCK"), 1)
	}
	return address
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
