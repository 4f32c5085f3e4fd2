"""Every payment method of the contract, by family. `PaymentMethod` is their union; the tag is the name in its oneof."""

from __future__ import annotations

from tollbridge.domain.methods.bank_debits import (
    AchDebit,
    BacsDebit,
    BecsDebit,
    EftDebit,
    SepaDebit,
    SepaGuaranteedDebit,
)
from tollbridge.domain.methods.bank_redirects import (
    BancontactCard,
    Bizum,
    Blik,
    EftBankRedirect,
    Eps,
    Giropay,
    Ideal,
    Interac,
    LocalBankRedirect,
    NetbankingPayment,
    OnlineBankingCzechRepublic,
    OnlineBankingFinland,
    OnlineBankingFPX,
    OnlineBankingPoland,
    OnlineBankingSlovakia,
    OnlineBankingThailand,
    OpenBanking,
    OpenBankingPIS,
    OpenBankingUK,
    Przelewy24,
    Pse,
    Sofort,
    Trustly,
)
from tollbridge.domain.methods.bank_transfers import (
    AchBankTransfer,
    BacsBankTransfer,
    BCABankTransfer,
    BNIVaBankTransfer,
    BRIVaBankTransfer,
    CIMBVaBankTransfer,
    DanamonVaBankTransfer,
    IndonesianBankTransfer,
    InstantBankTransfer,
    InstantBankTransferFinland,
    InstantBankTransferPoland,
    LocalBankTransfer,
    MandiriVaBankTransfer,
    MultibancoBankTransfer,
    PermataBankTransfer,
    Pix,
    SepaBankTransfer,
)
from tollbridge.domain.methods.cards import (
    Card,
    CardForNetworkTransactionId,
    CardRedirect,
    CardWithNoCvc,
    NetworkToken,
    ProxyCard,
    StoredMethod,
    WalletTokenForNetworkTransactionId,
)
from tollbridge.domain.methods.pay_later import (
    Affirm,
    AfterpayClearpay,
    Alma,
    Klarna,
    TamaraRedirect,
)
from tollbridge.domain.methods.prepaid import (
    ClassicReward,
    Crypto,
    EVoucher,
    Givex,
    PaySafeCard,
)
from tollbridge.domain.methods.upi import (
    DuitNow,
    UpiCollect,
    UpiIntent,
    UpiQr,
)
from tollbridge.domain.methods.vouchers import (
    Alfamart,
    Boleto,
    Efecty,
    FamilyMart,
    Indomaret,
    Lawson,
    MiniStop,
    Oxxo,
    PagoEfectivo,
    PayEasy,
    RedCompra,
    RedPagos,
    Seicomart,
    SevenEleven,
)
from tollbridge.domain.methods.wallets import (
    AliPayHKRedirect,
    AliPayRedirect,
    AmazonPayRedirect,
    ApplePay,
    ApplePayThirdPartySdk,
    BillDeskRedirect,
    BluecodeRedirect,
    CashappQr,
    CashfreeRedirect,
    DanaRedirect,
    EaseBuzzRedirect,
    GcashRedirect,
    GooglePay,
    GooglePayThirdPartySdk,
    GoPayRedirect,
    KakaoPayRedirect,
    LazyPayRedirect,
    MBWay,
    MbWayRedirect,
    MifinityRedirect,
    MobilePayRedirect,
    MomoRedirect,
    PaypalRedirect,
    PaypalSdk,
    PayseraRedirect,
    PayURedirect,
    Paze,
    PhonePeRedirect,
    QwikcilverDirect,
    RevolutPay,
    RevolutPayRedirect,
    SamsungPay,
    Satispay,
    SatispayRedirect,
    SkrillRedirect,
    SwishQr,
    TouchNGoRedirect,
    TwintRedirect,
    VenmoRedirect,
    VippsRedirect,
    WeChatPayQr,
    WeChatPayRedirect,
    Wero,
    WeroRedirect,
)

PaymentMethod = (
    Card | CardRedirect | CardWithNoCvc | ProxyCard | StoredMethod | ApplePay | GooglePay | PaypalSdk | Paze
    | SamsungPay | ApplePayThirdPartySdk | GooglePayThirdPartySdk | AmazonPayRedirect | PaypalRedirect
    | AliPayRedirect | RevolutPayRedirect | MifinityRedirect | BluecodeRedirect | SatispayRedirect
    | WeroRedirect | LazyPayRedirect | PhonePeRedirect | BillDeskRedirect | CashfreeRedirect | PayURedirect
    | UpiCollect | UpiIntent | UpiQr | OnlineBankingThailand | OnlineBankingCzechRepublic | OnlineBankingFinland
    | OnlineBankingFPX | OnlineBankingPoland | OnlineBankingSlovakia | OpenBankingUK | OpenBankingPIS
    | LocalBankRedirect | Ideal | Sofort | Trustly | Giropay | Eps | Przelewy24 | Pse | BancontactCard | Blik
    | OpenBanking | Interac | DuitNow | Crypto | ClassicReward | EVoucher | InstantBankTransfer
    | AchBankTransfer | SepaBankTransfer | BacsBankTransfer | MultibancoBankTransfer
    | InstantBankTransferFinland | InstantBankTransferPoland | Pix | AchDebit | SepaDebit | BacsDebit
    | BecsDebit | SepaGuaranteedDebit | EftDebit | Affirm | AfterpayClearpay | Klarna | Alma | TamaraRedirect
    | CardForNetworkTransactionId | NetworkToken | WalletTokenForNetworkTransactionId | PermataBankTransfer
    | BCABankTransfer | BNIVaBankTransfer | BRIVaBankTransfer | CIMBVaBankTransfer | DanamonVaBankTransfer
    | MandiriVaBankTransfer | Givex | PaySafeCard | Boleto | Efecty | PagoEfectivo | RedCompra | RedPagos
    | Alfamart | Indomaret | Oxxo | SevenEleven | Lawson | MiniStop | FamilyMart | Seicomart | PayEasy
    | LocalBankTransfer | IndonesianBankTransfer | Bizum | EftBankRedirect | NetbankingPayment
    | EaseBuzzRedirect | KakaoPayRedirect | MbWayRedirect | MomoRedirect | TouchNGoRedirect | TwintRedirect
    | VippsRedirect | WeChatPayRedirect | AliPayHKRedirect | DanaRedirect | GcashRedirect | GoPayRedirect
    | MobilePayRedirect | VenmoRedirect | SkrillRedirect | PayseraRedirect | CashappQr | WeChatPayQr | SwishQr
    | RevolutPay | MBWay | Satispay | Wero | QwikcilverDirect
)
