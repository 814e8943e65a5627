"""The web app: views over `app.assistant`. State that matters lives in modules here that do not import Streamlit."""
