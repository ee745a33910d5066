{{/*
The pod of a service. Takes root, service, settings (of the stage or the gateway), packs (those it mounts) and, for stages, pack.

Grace: running work (drainSeconds), withdrawing marks (5 s), closing consumers (30 s), closing HTTP (5 s), and 10 s to spare.
*/}}
{{- define "calotype.pod" -}}
{{- $gpu := dig "gpu" "count" 0 .settings | int -}}
metadata:
  labels:
    {{- include "calotype.labels" . | nindent 4 }}
spec:
  serviceAccountName: {{ include "calotype.name" .root }}-{{ .service }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add (dig "drainSeconds" 20 .settings) 50 }}
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ .root.Values.user }}
    runAsGroup: {{ .root.Values.user }}
    fsGroup: {{ .root.Values.user }}
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with .settings.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  topologySpreadConstraints:
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "calotype.selector" $ | nindent 10 }}
    {{- end }}
  {{- include "calotype.packFetchers" . | nindent 2 }}
  containers:
    - name: {{ .service }}
      image: {{ .root.Values.image.repository }}/{{ .service }}-service:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}{{ if gt $gpu 0 }}-cuda{{ end }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      {{- include "calotype.containerSecurity" . | nindent 6 }}
      env:
        {{- include "calotype.env" . | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ include "calotype.port" .service }}
      {{- if eq .service "gateway" }}
      # Requests still come until every node knows that the pod goes.
      lifecycle:
        preStop:
          sleep: {seconds: 5}
      {{- end }}
      # A start reads and hashes the whole pack, and may fetch it before.
      startupProbe:
        httpGet: {path: /q/health/started, port: http}
        periodSeconds: 5
        timeoutSeconds: 6
        failureThreshold: {{ ternary 360 120 (eq "true" (include "calotype.fetches" .)) }}
      readinessProbe:
        httpGet: {path: /q/health/ready, port: http}
        periodSeconds: 10
        timeoutSeconds: 6
        failureThreshold: 3
      livenessProbe:
        httpGet: {path: /q/health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 6
        failureThreshold: 6
      resources:
        {{- $resources := deepCopy .settings.resources }}
        {{- if gt $gpu 0 }}
        {{- $_ := set $resources "limits" (merge (dict .settings.gpu.resource $gpu) ($resources.limits | default dict)) }}
        {{- end }}
        {{- toYaml $resources | nindent 8 }}
      volumeMounts:
        - name: temporary
          mountPath: /tmp
        {{- if include "calotype.fetches" . }}
        - name: packs
          mountPath: /packs
        {{- end }}
        {{- range .packs }}
        {{- if not (hasKey .source "objectStore") }}
        - name: pack-{{ include "calotype.slug" .name }}
          mountPath: /packs/{{ .name }}
          {{- with .source.volume }}
          subPath: {{ .subPath }}
          {{- end }}
          readOnly: true
        {{- end }}
        {{- end }}
        {{- if .root.Values.kafka.caSecret }}
        - name: kafka-ca
          mountPath: /etc/calotype/kafka
          readOnly: true
        {{- end }}
  volumes:
    - name: temporary
      emptyDir:
        sizeLimit: {{ .settings.temporary }}
    {{- if include "calotype.fetches" . }}
    - name: packs
      emptyDir: {}
    {{- end }}
    {{- range .packs }}
    {{- if not (hasKey .source "objectStore") }}
    - name: pack-{{ include "calotype.slug" .name }}
      {{- if .source.volume }}
      persistentVolumeClaim:
        claimName: {{ .source.volume.claimName }}
        readOnly: true
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- end }}
    {{- end }}
    {{- with .root.Values.kafka.caSecret }}
    - name: kafka-ca
      secret:
        secretName: {{ . }}
        items:
          - key: ca.crt
            path: ca.crt
    {{- end }}
  {{- with .settings.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* "true" if a pod fetches packs from the object store. */}}
{{- define "calotype.fetches" -}}
{{- $fetches := false -}}
{{- range .packs }}{{ if hasKey .source "objectStore" }}{{ $fetches = true }}{{ end }}{{ end -}}
{{- if $fetches }}true{{ end -}}
{{- end -}}

{{- define "calotype.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{/* The ports of the services' own settings. */}}
{{- define "calotype.port" -}}
{{- get (dict "gateway" "8080" "encoder" "8081" "diffusion" "8082" "decoder" "8083" "upscaler" "8084") . -}}
{{- end -}}

{{/*
Packs in images are copied by init containers. The manifest must have the digest in the values; the service checks every file
against the manifest.
*/}}
{{- define "calotype.packFetchers" -}}
{{- $root := .root -}}
{{- $fetchers := list -}}
{{- range .packs }}{{ if .source.image }}{{ $fetchers = append $fetchers . }}{{ end }}{{ end -}}
{{- with $fetchers -}}
initContainers:
  {{- range . }}
  - name: pack-{{ include "calotype.slug" .name }}
    image: {{ .source.image.reference }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    command: [sh, -euc]
    args:
      - |
        cp -R "$FROM"/. "$TO"
        echo "$DIGEST  $TO/manifest.json" | sha256sum -c -
    env:
      - {name: TO, value: /packs/{{ .name }}}
      - {name: DIGEST, value: {{ .digest | quote }}}
      - {name: FROM, value: {{ .source.image.path }}}
    {{- include "calotype.containerSecurity" $ | nindent 4 }}
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {memory: 512Mi}
    volumeMounts:
      - name: pack-{{ include "calotype.slug" .name }}
        mountPath: /packs/{{ .name }}
  {{- end }}
{{- end -}}
{{- end -}}
