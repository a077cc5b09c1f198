internal import Hummingbird
internal import HummingbirdHTTP2
internal import HummingbirdTLS
internal import JWTKit
internal import X509
