{{/* The start of every name. */}}
{{- define "calotype.name" -}}
{{- .Release.Name | trunc 20 | trimSuffix "-" -}}
{{- end -}}

{{/* A pack's part of a name: dots and underscores are not allowed in all names. */}}
{{- define "calotype.slug" -}}
{{- . | lower | replace "." "-" | replace "_" "-" -}}
{{- end -}}

{{/* What pods are selected by; these never change. Takes root, service and, for stages, pack. */}}
{{- define "calotype.selector" -}}
app.kubernetes.io/name: calotype
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- with .pack }}
calotype.io/pack: {{ .name }}
{{- end }}
{{- end -}}

{{- define "calotype.labels" -}}
{{ include "calotype.selector" . }}
app.kubernetes.io/part-of: calotype
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* Labels of what belongs to no single service. */}}
{{- define "calotype.sharedLabels" -}}
app.kubernetes.io/name: calotype
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: calotype
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* The services of the release, as a JSON list under services. */}}
{{- define "calotype.services" -}}
{{- $services := list "encoder" "diffusion" "decoder" -}}
{{- if .Values.upscaler.enabled }}{{ $services = append $services "upscaler" }}{{ end -}}
{{- if .Values.gateway.enabled }}{{ $services = append $services "gateway" }}{{ end -}}
{{- dict "services" $services | toJson -}}
{{- end -}}

{{/*
The pools of the release, as a JSON list under pools: name, service, pack and settings. Each pack has pools of its own but for the
upscaler, which is one for all.
*/}}
{{- define "calotype.pools" -}}
{{- $root := . -}}
{{- $pools := list -}}
{{- range $pack := .Values.packs -}}
{{- range $service := list "encoder" "diffusion" "decoder" -}}
{{- $settings := include "calotype.stage" (dict "root" $root "service" $service "pack" $pack) | fromJson -}}
{{- $name := printf "%s-%s-%s" (include "calotype.name" $root) $service (include "calotype.slug" $pack.name) -}}
{{- $pools = append $pools (dict "name" $name "service" $service "pack" $pack "settings" $settings) -}}
{{- end -}}
{{- end -}}
{{- with .Values.upscaler -}}
{{- if .enabled -}}
{{- $name := printf "%s-upscaler" (include "calotype.name" $root) -}}
{{- $pools = append $pools (dict "name" $name "service" "upscaler" "pack" .pack "settings" .) -}}
{{- end -}}
{{- end -}}
{{- dict "pools" $pools | toJson -}}
{{- end -}}

{{/* The settings of a stage for a pack, as JSON. Takes root, service and pack. */}}
{{- define "calotype.stage" -}}
{{- $defaults := index .root.Values.stages .service -}}
{{- $own := dig "stages" .service dict .pack -}}
{{- mergeOverwrite (deepCopy $defaults) (deepCopy $own) | toJson -}}
{{- end -}}
