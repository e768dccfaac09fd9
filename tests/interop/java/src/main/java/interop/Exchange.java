// Makes the exchange of ../../README.md with the client and the types of openapi-generator.
package interop;

import java.net.URI;
import java.util.List;

import wechat.ApiClient;
import wechat.api.OfficalaccountManagementApi;
import wechat.api.OpenplatformManagementApi;
import wechat.model.GetLinkMiniprogram200Response;
import wechat.model.GetLinkMiniprogramLinkedMiniprogram;
import wechat.model.GetOpenAccount;
import wechat.model.GetOpenAccountReply;
import wechat.model.LinkMiniprogram;
import wechat.model.LinkMiniprogram200Response;
import wechat.model.ListOfGetLinkMiniprogramLinkedFunction;
import wechat.model.ListOfGetLinkMiniprogramLinkedMiniprogram;

public final class Exchange {
    private static final String TOKEN = "the-token";

    public static void main(String[] arguments) throws Exception {
        ApiClient client = client(System.getenv("WXOPEN_MOCK"));
        Codes codes = Codes.read(System.getenv("WXOPEN_CONTRACTS"));

        GetOpenAccountReply account = (GetOpenAccountReply) new OpenplatformManagementApi(client)
                .getOpenAccount(new GetOpenAccount())
                .getActualInstance();
        System.out.println("getOpenAccount: " + Lenient.text(account.getOpenAppid()));

        OfficalaccountManagementApi links = new OfficalaccountManagementApi(client);
        LinkMiniprogram invitation = new LinkMiniprogram()
                .appid("wx0123456789abcdef")
                .notifyUsers(LinkMiniprogram.NotifyUsersEnum.NUMBER_0)
                .showProfile(LinkMiniprogram.ShowProfileEnum.NUMBER_1);
        for (int time = 0; time < 2; time++) {
            LinkMiniprogram200Response answer = links.linkMiniprogram(invitation);
            if (answer.getActualInstance() instanceof wechat.model.Failure failure) {
                System.out.println("linkMiniprogram: " + codes.explain("linkMiniprogram", failure));
            } else {
                System.out.println("linkMiniprogram: ok");
            }
        }

        for (int time = 0; time < 2; time++) {
            show(links.getLinkMiniprogram(java.util.Map.of()));
        }
    }

    private static void show(GetLinkMiniprogram200Response answer) {
        List<GetLinkMiniprogramLinkedMiniprogram> items = Lenient.list(
                answer.getGetLinkMiniprogramReply().getWxopens().getItems(),
                ListOfGetLinkMiniprogramLinkedMiniprogram.class);
        for (GetLinkMiniprogramLinkedMiniprogram item : items) {
            // The list comes under either of two names.
            var functions = item.getFuncInfos() != null ? item.getFuncInfos() : item.getFuncInfo();
            System.out.printf("getLinkMiniprogram: %s status=%d selected=%s functions=%d%n",
                    Lenient.text(item.getNickname()),
                    Lenient.integer(item.getStatus()),
                    Lenient.flag(item.getSelected()),
                    Lenient.list(functions, ListOfGetLinkMiniprogramLinkedFunction.class).size());
        }
    }

    private static ApiClient client(String mock) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(mock);
        client.setObjectMapper(Lenient.mapper());
        // openapi-generator leaves a key in the query to its user.
        client.setRequestInterceptor(request -> {
            URI address = request.copy().build().uri();
            String sign = address.getQuery() == null ? "?" : "&";
            request.uri(URI.create(address + sign + "access_token=" + TOKEN));
        });
        return client;
    }
}
