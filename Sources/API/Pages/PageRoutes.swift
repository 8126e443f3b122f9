/// Every page, for whoever has a browser.
enum PageRoutes {
    static let all =
        SignInRoutes.all + GamePages.all + PaymentPages.all + PurchasePages.all + GiftPages.all
        + PointPages.all + OverviewPages.all + DeadLetterPages.all
        + UnknownPages.all + HoldPages.all + DueRefundPages.all + RunPages.all + SalesPages.all
        + DiscountPages.all + RefundDeskPages.all
}
