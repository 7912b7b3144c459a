"""What people learn: courses, quizzes, certificates, sessions, who must follow what."""
