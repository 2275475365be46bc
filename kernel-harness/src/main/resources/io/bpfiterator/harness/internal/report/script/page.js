// Starts the page: reads the report and connects the parts.

function start(report) {
    const show = (selection) => showSelection(selection, grid, panel);
    const navigate = (selection) => {
        pushAddress(selection);
        show(selection);
    };
    const grid = new Grid(byId('grid'), report, (test, environment) => navigate({ test, environment, other: null }));
    const panel = new Panel(byId('panel'), report, navigate);
    showTotals(report);
    showFailedEnvironments(report, navigate);
    createFilters(report);
    bindTools(report, grid);
    bindShortcuts(grid, panel, navigate);
    window.addEventListener('hashchange', () => show(selectionOf(report)));
    show(selectionOf(report));
    performance.mark('shown');
}

function showSelection(selection, grid, panel) {
    const wasOpen = !panel.root.hidden;
    document.body.classList.toggle('opened', selection !== null);
    if (selection === null) {
        panel.close();
        grid.select(null, null);
        if (wasOpen) {
            grid.focus();
        }
        return;
    }
    panel.show(selection);
    grid.select(selection.test, selection.environment);
}

bindTheme();
try {
    start(readReport(await unpack(byId('report').textContent)));
} catch (problem) {
    byId('shown').textContent = `Cannot show the report: ${problem.message}`;
    throw problem;
}
