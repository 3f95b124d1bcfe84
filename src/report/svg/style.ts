/** The chart brings its own ground, so that its text reads whatever page it lies on and whichever theme the viewer believes in. */
export const CHART_STYLE = `
.card{fill:#ffffff;stroke:#d0d7de}
text{font:12px system-ui,-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif;fill:#1f2328}
.title{font-size:14px;font-weight:600}
.label{fill:#57606a}
.end{text-anchor:end}
.middle,.mark{text-anchor:middle}
.mark{font-size:15px;font-weight:700}
.good{fill:#1a7f37}
.bad{fill:#cf222e}
.none{fill:#57606a}
.grid{stroke:#d8dee4}
.objective{stroke:#cf222e;stroke-width:2;stroke-dasharray:6 4}
.bar{stroke:#ffffff;stroke-width:1}
.provision{fill:#6e7781}
.fetch{fill:#218bff}
.decrypt{fill:#a475f9}
.load{fill:#e16f24}
.index{fill:#bf8700}
.validate{fill:#2da44e}
.other{fill:#afb8c1}
@media (prefers-color-scheme:dark){
.card{fill:#0d1117;stroke:#30363d}
text{fill:#e6edf3}
.label,.none{fill:#9198a1}
.good{fill:#3fb950}
.bad{fill:#ff7b72}
.grid{stroke:#21262d}
.objective{stroke:#ff7b72}
.bar{stroke:#0d1117}
.other{fill:#484f58}
}
`
