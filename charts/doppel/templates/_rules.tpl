{{/* What scheduler-svc does inside a namespace of an environment; docs/rbac.md says why for each, tests hold both against its requests. */}}
{{- define "doppel.environmentRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [create, list, watch, patch, delete]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [""]
  resources: [events]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [services]
  verbs: [create, get, patch]
- apiGroups: [""]
  resources: [configmaps, resourcequotas, limitranges]
  verbs: [create, patch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [create, patch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices/restricted]
  verbs: [create]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [create, patch]
{{- end }}

{{/* Prepared namespaces are emptied, not deleted, and claimed by a Lease. */}}
{{- define "doppel.poolRules" -}}
- apiGroups: [""]
  resources: [pods, services, configmaps, resourcequotas, limitranges]
  verbs: [deletecollection]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [deletecollection]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [deletecollection]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create, get, patch, delete]
{{- end }}

{{/* Namespaces are made, and get copies of pull secrets where there are any. */}}
{{- define "doppel.creationRules" -}}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [create, get, list, patch, delete]
{{- if include "doppel.environmentPullSecrets" . }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [create, patch]
{{- end }}
{{- end }}
