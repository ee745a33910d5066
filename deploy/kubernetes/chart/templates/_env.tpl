{{- define "calotype.env" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $store := .root.Values.store -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ $kafka.bootstrapServers | quote }}
- name: KAFKA_SECURITY_PROTOCOL
  value: {{ $kafka.securityProtocol }}
{{- if hasPrefix "SASL" $kafka.securityProtocol }}
- name: KAFKA_SASL_MECHANISM
  value: {{ $kafka.saslMechanism }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ get $kafka.users .service }}
      key: sasl.jaas.config
{{- end }}
{{- if $kafka.caSecret }}
- name: KAFKA_SSL_TRUSTSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_TRUSTSTORE_LOCATION
  value: /etc/calotype/kafka/ca.crt
{{- end }}
{{- if .root.Values.production }}
- name: CALOTYPE_PRODUCTION
  value: "true"
{{- end }}
- name: CALOTYPE_STORE_ENDPOINT
  value: {{ $store.endpoint | quote }}
- name: CALOTYPE_STORE_BUCKET
  value: {{ $store.bucket | quote }}
- name: CALOTYPE_STORE_REGION
  value: {{ $store.region | quote }}
- name: CALOTYPE_STORE_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ get $store.secrets .service }}
      key: accessKey
- name: CALOTYPE_STORE_SECRET_KEY
  valueFrom:
    secretKeyRef:
      name: {{ get $store.secrets .service }}
      key: secretKey
{{- with .root.Values.tracing }}
{{- if .endpoint }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "false"
- name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
- name: QUARKUS_OTEL_TRACES_SAMPLER
  value: parentbased_traceidratio
- name: QUARKUS_OTEL_TRACES_SAMPLER_ARG
  value: {{ .ratio | quote }}
{{- end }}
{{- end }}
{{- with .root.Values.upscaler }}
{{- if .enabled }}
- name: CALOTYPE_UPSCALE
  value: {{ .pack.scale | quote }}
{{- end }}
{{- end }}
- name: CALOTYPE_PACKS_DIR
  value: /packs
{{- $stored := list -}}
{{- range .packs }}{{ if hasKey .source "objectStore" }}{{ $stored = append $stored (printf "%s=%s" .name .digest) }}{{ end }}{{ end -}}
{{- with $stored }}
- name: CALOTYPE_PACKS_FROM_STORE
  value: {{ join "," . | quote }}
{{- end }}
{{- if .pack }}
{{ include "calotype.stageEnv" . }}
{{- else }}
{{ include "calotype.gatewayEnv" . }}
{{- end }}
{{- range $name, $value := .settings.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "calotype.stageEnv" -}}
- name: CALOTYPE_MODEL
  value: {{ .pack.name }}
- name: CALOTYPE_MODEL_DIGEST
  value: {{ .pack.digest | quote }}
{{- with .pack.variant }}
- name: CALOTYPE_VARIANT
  value: {{ . }}
{{- end }}
- name: CALOTYPE_DRAIN_TIMEOUT
  value: {{ .settings.drainSeconds }}s
{{- if gt (int .settings.gpu.count) 0 }}
- name: CALOTYPE_ONNX_PROVIDER
  value: cuda
{{- end }}
{{- if eq .service "encoder" }}
{{- $names := list }}
{{- $replaced := list }}
{{- range .root.Values.packs }}
{{- $names = append $names .name }}
{{- if .replaces }}{{ $replaced = append $replaced (printf "%s=%s" .replaces .name) }}{{ end }}
{{- end }}
- name: CALOTYPE_KNOWN_MODELS
  value: {{ join "," $names }}
- name: CALOTYPE_ENCODER_DEFAULT_MODEL
  value: {{ .root.Values.defaultPack | default (first $names) }}
{{- with $replaced }}
- name: CALOTYPE_ENCODER_REPLACED_MODELS
  value: {{ join "," . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "calotype.gatewayEnv" -}}
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
{{- with .settings.apiKeys }}
{{- if .secret }}
- name: CALOTYPE_GATEWAY_API_KEYS
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}
{{- end }}
{{- with .settings.oidc.authServerUrl }}
- name: QUARKUS_OIDC_TENANT_ENABLED
  value: "true"
- name: QUARKUS_OIDC_AUTH_SERVER_URL
  value: {{ . }}
{{- end }}
{{- if .settings.ingress.enabled }}
- name: CALOTYPE_GATEWAY_TRUST_PROXY
  value: "true"
{{- end }}
{{- end -}}
