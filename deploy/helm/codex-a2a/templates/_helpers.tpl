{{- define "codex-a2a.name" -}}
{{- .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- end -}}

{{- define "codex-a2a.labels" -}}
app.kubernetes.io/name: codex-a2a
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* Of pods, and of the secrets whose sum they carry: nothing that a new version of the chart changes, which would start all of them again. */}}
{{- define "codex-a2a.identity" -}}
app.kubernetes.io/name: codex-a2a
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "codex-a2a.redisConnection" -}}
{{- if .Values.redis.enabled -}}
{{ include "codex-a2a.name" . }}-redis:6379,password={{ required "redis.password, or secrets.existingApi and secrets.existingRunner, is missing" .Values.redis.password }}
{{- else -}}
{{ required "secrets.redisConnection is missing: redis.enabled is false" .Values.secrets.redisConnection }}
{{- end -}}
{{- end -}}

{{- define "codex-a2a.telemetry" -}}
{{- if .Values.otlp.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .Values.otlp.endpoint | quote }} }
- { name: OTEL_EXPORTER_OTLP_PROTOCOL, value: {{ .Values.otlp.protocol | quote }} }
{{- end }}
{{- if .Values.prometheus.enabled }}
- { name: Telemetry__Prometheus, value: "true" }
{{- end }}
{{- if .Values.redis.enabled }}
# The network policy keeps others out of a Redis without TLS.
- { name: Redis__AllowInsecure, value: "true" }
{{- end }}
{{- end -}}

{{/* Where clients reach gRPC. */}}
{{- define "codex-a2a.grpcAddress" -}}
{{- if .Values.api.grpc.publicUrl -}}
{{ .Values.api.grpc.publicUrl }}
{{- else if and .Values.api.ingress.enabled .Values.api.ingress.grpcHost -}}
{{ .Values.api.ingress.grpcHost }}:443
{{- else if .Values.api.publicUrl -}}
{{ fail "api.grpc.publicUrl, or api.ingress.grpcHost, is missing: who comes to api.publicUrl must be told where gRPC is" }}
{{- else -}}
{{ include "codex-a2a.name" . }}-api:8002
{{- end -}}
{{- end -}}

{{/* A setting as text: a large number of a values file is a float to helm, which would print 8388608 as 8.388608e+06. */}}
{{- define "codex-a2a.text" -}}
{{- if kindIs "string" . }}{{ . | quote }}{{ else }}{{ . | toJson | quote }}{{ end -}}
{{- end -}}

{{- define "codex-a2a.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "codex-a2a.egress" -}}
- to:
    - namespaceSelector: {}
    {{- with .Values.networkPolicy.nodeLocalDns }}
    # NodeLocal DNSCache answers on the node, at an address that is no pod's.
    - ipBlock: { cidr: {{ . }}/32 }
    {{- end }}
  ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
{{- if .Values.redis.enabled }}
- to: [{ podSelector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: redis } } }]
  ports: [{ protocol: TCP, port: 6379 }]
{{- end }}
{{- with .Values.networkPolicy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
