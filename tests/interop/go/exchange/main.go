// Makes the exchange of ../../README.md with the client and the types of oapi-codegen.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"wxopen/interop/wechat"
)

func main() {
	log.SetFlags(0)
	if err := exchange(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func exchange(ctx context.Context) error {
	codes, err := readCodes(filepath.Join(os.Getenv("WXOPEN_CONTRACTS"), "codes.json"))
	if err != nil {
		return err
	}
	client, err := wechat.NewClientWithResponses(os.Getenv("WXOPEN_MOCK"),
		wechat.WithRequestEditorFn(sendToken("the-token")), wechat.WithHTTPClient(labelled{}))
	if err != nil {
		return err
	}

	account, err := client.GetOpenAccountWithResponse(ctx, wechat.GetOpenAccount{})
	if err != nil {
		return err
	}
	if err := refusal("getOpenAccount", account.JSON200, codes); err != nil {
		return err
	}
	opened, err := account.JSON200.AsGetOpenAccountReply()
	if err != nil {
		return err
	}
	fmt.Printf("getOpenAccount: %s\n", text(opened.OpenAppid))

	invitation := wechat.LinkMiniprogram{Appid: "wx0123456789abcdef", NotifyUsers: 0, ShowProfile: 1}
	for range 2 {
		linked, err := client.LinkMiniprogramWithResponse(ctx, invitation)
		if err != nil {
			return err
		}
		if refused := refusal("linkMiniprogram", linked.JSON200, codes); refused != nil {
			fmt.Println(refused)
		} else {
			fmt.Println("linkMiniprogram: ok")
		}
	}

	for range 2 {
		linked, err := client.GetLinkMiniprogramWithResponse(ctx, wechat.GetLinkMiniprogram{})
		if err != nil {
			return err
		}
		if err := refusal("getLinkMiniprogram", linked.JSON200, codes); err != nil {
			return err
		}
		reply, err := linked.JSON200.AsGetLinkMiniprogramReply()
		if err != nil {
			return err
		}
		if err := show(reply); err != nil {
			return err
		}
	}
	return nil
}

func show(reply wechat.GetLinkMiniprogramReply) error {
	if reply.Wxopens.Items == nil {
		return nil
	}
	items, err := list(reply.Wxopens.Items.AsListOfGetLinkMiniprogramLinkedMiniprogram)
	if err != nil {
		return err
	}
	for _, item := range items {
		status, err := integer(item.Status.AsGetLinkMiniprogramLinkStatus0, item.Status.AsNumeral)
		if err != nil {
			return err
		}
		selected, err := flag(item.Selected)
		if err != nil {
			return err
		}
		// The list comes under either of two names.
		either := item.FuncInfos
		if either == nil {
			either = item.FuncInfo
		}
		functions, err := functions(either)
		if err != nil {
			return err
		}
		fmt.Printf("getLinkMiniprogram: %s status=%d selected=%s functions=%d\n",
			text(item.Nickname), status, selected, len(functions))
	}
	return nil
}

func functions(
	found *wechat.LenientListOfGetLinkMiniprogramLinkedFunction,
) (wechat.ListOfGetLinkMiniprogramLinkedFunction, error) {
	if found == nil {
		return nil, nil
	}
	return list(found.AsListOfGetLinkMiniprogramLinkedFunction)
}

// The service labels its JSON as text/plain, and oapi-codegen decodes only what is labelled as JSON.
type labelled struct{ http.Client }

func (client labelled) Do(request *http.Request) (*http.Response, error) {
	response, err := client.Client.Do(request)
	if err == nil {
		response.Header.Set("Content-Type", "application/json")
	}
	return response, err
}

// oapi-codegen leaves a key in the query to its user.
func sendToken(token string) wechat.RequestEditorFn {
	return func(_ context.Context, request *http.Request) error {
		query := request.URL.Query()
		query.Set("access_token", token)
		request.URL.RawQuery = query.Encode()
		return nil
	}
}
