// Starts the page: reads the report and connects the parts.

function start(report) {
    const navigate = (selection) => {
        pushAddress(selection);
        views.show(selection);
    };
    createFilters(report);
    const views = new Views(report, navigate);
    showTotals(report);
    showFailedEnvironments(report, navigate);
    bindShortcuts(views, views.panel);
    window.addEventListener('hashchange', () => views.show(selectionOf(report)));
    views.show(selectionOf(report));
    performance.mark('shown');
}

bindTheme();
try {
    start(readReport(await unpack(byId('report').textContent)));
} catch (problem) {
    byId('shown').textContent = `Cannot show the report: ${problem.message}`;
    throw problem;
}
