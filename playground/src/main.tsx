import '@fontsource/fira-code/latin-400.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/react/style.css';
import { createRoot } from 'react-dom/client';
import { Page } from './page';
import './page.css';
import './parts.css';
import './workers';

createRoot(document.getElementById('root')!).render(<Page />);
