//! A cluster in the making (`clusterWrapper`).

use mesh_proxy::config::{
    Cluster, CommonHttpProtocolOptions, ExplicitHttpConfig, Http1ProtocolOptions, Http2ProtocolOptions,
    HttpProtocolOptions, TypedExtensionProtocolOptions, UpstreamProtocolOptions, UseDownstreamProtocolConfig,
};

/// A cluster and how it speaks HTTP; the latter is written only where something was said.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) cluster: Cluster,
    pub(super) http: Option<HttpProtocolOptions>,
}

impl Draft {
    pub(super) fn http(&mut self) -> &mut HttpProtocolOptions {
        self.http.get_or_insert_default()
    }

    pub(super) fn common_http(&mut self) -> &mut CommonHttpProtocolOptions {
        self.http().common_http_protocol_options.get_or_insert_default()
    }

    /// HTTP/2, unless another protocol was set before.
    pub(super) fn use_http2(&mut self) {
        let http2 = ExplicitHttpConfig::Http2ProtocolOptions(Http2ProtocolOptions::default());
        self.http().upstream_protocol_options.get_or_insert(UpstreamProtocolOptions::ExplicitHttpConfig(http2));
    }

    /// The protocol that the client speaks.
    pub(super) fn use_downstream(&mut self) {
        let config = UseDownstreamProtocolConfig {
            http_protocol_options: Some(Http1ProtocolOptions::default()),
            http2_protocol_options: Some(Http2ProtocolOptions::default()),
        };
        self.http().upstream_protocol_options = Some(UpstreamProtocolOptions::UseDownstreamProtocolConfig(config));
    }

    /// Whether it speaks HTTP/2 always.
    pub(super) fn is_http2(&mut self) -> bool {
        self.http2().is_some()
    }

    /// The options of explicit HTTP/2.
    pub(super) fn http2(&mut self) -> Option<&mut Http2ProtocolOptions> {
        match self.http.as_mut()?.upstream_protocol_options.as_mut()? {
            UpstreamProtocolOptions::ExplicitHttpConfig(ExplicitHttpConfig::Http2ProtocolOptions(options)) => {
                Some(options)
            }
            _ => None,
        }
    }

    /// The cluster. Where HTTP options are written Envoy requires a protocol: HTTP/1.
    pub(super) fn build(mut self) -> Cluster {
        if let Some(mut http) = self.http.take() {
            let http1 = ExplicitHttpConfig::HttpProtocolOptions(Http1ProtocolOptions::default());
            http.upstream_protocol_options.get_or_insert(UpstreamProtocolOptions::ExplicitHttpConfig(http1));
            self.cluster.typed_extension_protocol_options = TypedExtensionProtocolOptions { http: Some(http) };
        }
        self.cluster
    }
}
