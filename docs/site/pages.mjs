// Writes the pages of the site: the Markdown files of the project, and a page for each source file that they link to.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, normalize, relative } from 'node:path';

const [root, target] = process.argv.slice(2);
const languages = { '.c': 'c', '.h': 'c', '.java': 'java', '.kts': 'kotlin', '.xml': 'xml', '.yml': 'yaml' };
const link = /(?<!!)\[([^\]]*)\]\(([^)#\s]*)(#[^)]*)?\)/g;
const problems = [];
const sources = new Set();

// The address of a file of the project in the site, without a slash in front.
function page(path) {
    if (path === 'README.md') {
        return 'index.md';
    }
    const inDocs = path.replace(/^docs\//, '').replace(/(^|\/)README\.md$/, '$1index.md');
    if (path.endsWith('.md')) {
        return inDocs.toLowerCase();
    }
    return statSync(join(root, path)).isDirectory() ? `source/${path}/index.md` : `source/${path}.md`;
}

// Outside of blocks of code, a link to a file of the project becomes a link to its page.
function withLinks(path, text) {
    const parts = text.split(/(^```[\s\S]*?^```)/m);
    return parts.map((part, i) => (i % 2 === 1 ? part : part.replace(link, (whole, label, address, anchor = '') => {
        if (/^[a-z]+:/.test(address)) {
            return whole;
        }
        const file = address === '' ? path : normalize(join(dirname(path), address)).replace(/\/$/, '');
        if (file.startsWith('..') || !existsSync(join(root, file))) {
            problems.push(`${path}: ${address} does not exist`);
            return whole;
        }
        if (!file.endsWith('.md')) {
            sources.add(file);
        }
        return `[${label}](/${page(file)}${anchor})`;
    }))).join('');
}

function write(path, text) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
}

function files(directory) {
    return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
        const path = join(directory, entry.name);
        return entry.isDirectory() ? files(path) : [path];
    });
}

function sourcePage(path) {
    const title = `---\neditLink: false\noutline: false\n---\n\n# ${basename(path)}\n\n\`${path}\`\n\n`;
    if (statSync(join(root, path)).isDirectory()) {
        const entries = readdirSync(join(root, path), { withFileTypes: true })
            .filter(({ name }) => name !== 'target' && !name.startsWith('.'))
            .map(({ name }) => join(path, name));
        entries.forEach((entry) => sources.add(entry));
        return title + entries.map((entry) => `- [${relative(path, entry)}](/${page(entry)})\n`).join('');
    }
    const text = readFileSync(join(root, path), 'utf8');
    return `${title}\`\`\`\`${languages[extname(path)] ?? 'text'}\n${text}\n\`\`\`\`\n`;
}

rmSync(target, { recursive: true, force: true });
const docs = files('docs');
['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...docs.filter((path) => path.endsWith('.md'))]
    .forEach((path) => write(page(path), withLinks(path, readFileSync(join(root, path), 'utf8'))));
docs.filter((path) => /\.(png|svg)$/.test(path)).forEach((path) => {
    const image = join(target, relative('docs', path));
    mkdirSync(dirname(image), { recursive: true });
    copyFileSync(join(root, path), image);
});
// A set visits what is added while it is walked: the files of a directory.
sources.forEach((path) => write(page(path), sourcePage(path)));

problems.forEach((problem) => console.error(problem));
process.exitCode = problems.length > 0 ? 1 : 0;
