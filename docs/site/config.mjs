import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const pages = new URL('../pages/', import.meta.url);

// The text of an entry is the title of its page.
function entry(page) {
    const text = readFileSync(new URL(`${page}.md`, pages), 'utf8');
    return { text: text.match(/^# (.*)$/m)[1].replaceAll('`', ''), link: `/${page.replace(/index$/, '')}` };
}

// The anchor of a heading, as repositories on GitHub and GitLab form it, so that links work there and in the site.
function slug(heading) {
    return heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
}

function section(text, names, collapsed = false) {
    return { text, collapsed, items: names.map(entry) };
}

export default defineConfig({
    title: 'bpf-iterator',
    description: "JUnit tests for the Linux kernel's BPF iterators",
    srcDir: 'pages',
    outDir: 'html',
    cacheDir: 'cache',
    base: process.env.SITE_BASE ?? '/',
    cleanUrls: false,
    // The Javadoc is copied beside the pages.
    ignoreDeadLinks: [/^\/api\//],
    head: [
        ['link', { rel: 'icon', href: 'data:,' }],
        // A line of code with 88 characters fits.
        ['style', {}, '.VPDoc.has-aside .content-container.content-container { max-width: 820px }'],
    ],
    markdown: { anchor: { slugify: slug } },
    themeConfig: {
        search: { provider: 'local' },
        outline: [2, 3],
        nav: [
            { text: 'Start', link: '/start' },
            { text: 'Guides', link: '/guides/sockets', activeMatch: '/guides/' },
            { text: 'Reference', link: '/writing-tests' },
            { text: 'API', link: '/api/index.html', target: '_self' },
        ],
        sidebar: [
            section('Start', ['start', 'build-tools', 'guides/from-bpftool', 'guides/from-libbpf']),
            section('Guides', [
                'guides/sockets', 'guides/maps', 'guides/cgroups', 'guides/tasks', 'guides/records', 'guides/waiting',
                'guides/kernels', 'coverage', 'complexity', 'ci/index', 'guides/debugging',
            ]),
            section('Reference', [
                'writing-tests', 'targets', 'environments', 'machines', 'settings', 'command', 'messages', 'privileges',
                'security',
            ]),
            section('How well it works', ['reliability', 'performance', 'killed', 'mutation'], true),
            section('Inside', ['architecture', 'decisions/index', 'contributing', 'releasing', 'changelog'], true),
        ],
    },
});
